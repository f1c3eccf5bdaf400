import django.db.models.deletion
import foods.models.dish
from django.db import migrations, models


def all_of_it_hands_on(apps, schema_editor):
    """Nobody said yet how much of a dish is hands-on; the cautious reading is all of it."""
    dishes = apps.get_model("foods", "Dish").objects
    dishes.update(active_minutes=models.F("minutes"))
    apps.get_model("foods", "HistoricalDish").objects.update(active_minutes=models.F("minutes"))


class Migration(migrations.Migration):

    dependencies = [
        ('foods', '0004_quality_findings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Swap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('for_whom', models.CharField(choices=[('dairy-free', 'dairy-free'), ('gluten-free', 'gluten-free'), ('nut-free', 'nut-free'), ('egg-free', 'egg-free'), ('soy-free', 'soy-free'), ('fish-free', 'fish-free'), ('vegan', 'vegan'), ('lower-sodium', 'lower-sodium'), ('lower-potassium', 'lower-potassium')], max_length=16)),
                ('position', models.PositiveSmallIntegerField(default=1, help_text='1 is the first choice.')),
                ('grams', models.FloatField(verbose_name='grams, whole recipe')),
                ('measure', models.CharField(max_length=80, verbose_name='measure, whole recipe')),
            ],
            options={
                'ordering': ('ingredient', 'position'),
            },
        ),
        migrations.AddField(
            model_name='dish',
            name='active_minutes',
            field=models.PositiveSmallIntegerField(default=0, help_text='Hands-on, of those minutes.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='dish',
            name='equipment',
            field=models.JSONField(blank=True, default=list, validators=[foods.models.dish.WordsOf(('baking tin', 'blender', 'grill', 'kettle', 'microwave', 'oven', 'pan', 'pot', 'pressure cooker', 'steamer', 'toaster', 'wok'))]),
        ),
        migrations.AddField(
            model_name='dish',
            name='freezes',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='dish',
            name='keeps_days',
            field=models.PositiveSmallIntegerField(default=0, help_text='Days in the fridge after the day it was cooked. 0: eat at once.'),
        ),
        migrations.AddField(
            model_name='dish',
            name='scaling',
            field=models.CharField(choices=[('linear', 'any amount'), ('pieces', 'whole servings only'), ('batch', 'cook the whole recipe')], default='linear', max_length=8),
        ),
        migrations.AddField(
            model_name='dish',
            name='seasons',
            field=models.JSONField(blank=True, default=list, help_text='None: all year.', validators=[foods.models.dish.WordsOf(('spring', 'summer', 'autumn', 'winter'))]),
        ),
        migrations.AddField(
            model_name='historicaldish',
            name='active_minutes',
            field=models.PositiveSmallIntegerField(default=0, help_text='Hands-on, of those minutes.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicaldish',
            name='equipment',
            field=models.JSONField(blank=True, default=list, validators=[foods.models.dish.WordsOf(('baking tin', 'blender', 'grill', 'kettle', 'microwave', 'oven', 'pan', 'pot', 'pressure cooker', 'steamer', 'toaster', 'wok'))]),
        ),
        migrations.AddField(
            model_name='historicaldish',
            name='freezes',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='historicaldish',
            name='keeps_days',
            field=models.PositiveSmallIntegerField(default=0, help_text='Days in the fridge after the day it was cooked. 0: eat at once.'),
        ),
        migrations.AddField(
            model_name='historicaldish',
            name='scaling',
            field=models.CharField(choices=[('linear', 'any amount'), ('pieces', 'whole servings only'), ('batch', 'cook the whole recipe')], default='linear', max_length=8),
        ),
        migrations.AddField(
            model_name='historicaldish',
            name='seasons',
            field=models.JSONField(blank=True, default=list, help_text='None: all year.', validators=[foods.models.dish.WordsOf(('spring', 'summer', 'autumn', 'winter'))]),
        ),
        migrations.AddField(
            model_name='ingredient',
            name='optional',
            field=models.BooleanField(default=False, help_text='A topping, garnish or spice the cook may leave out.'),
        ),
        migrations.AlterField(
            model_name='dish',
            name='minutes',
            field=models.PositiveSmallIntegerField(help_text='From start to plate.'),
        ),
        migrations.AlterField(
            model_name='historicaldish',
            name='minutes',
            field=models.PositiveSmallIntegerField(help_text='From start to plate.'),
        ),
        migrations.RunPython(all_of_it_hands_on, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='dish',
            constraint=models.CheckConstraint(condition=models.Q(('active_minutes__lte', models.F('minutes'))), name='dish_active_within_minutes'),
        ),
        migrations.AddConstraint(
            model_name='dish',
            constraint=models.CheckConstraint(condition=models.Q(('keeps_days__lte', 14)), name='dish_keeps_two_weeks_at_most'),
        ),
        migrations.AddConstraint(
            model_name='dish',
            constraint=models.CheckConstraint(condition=models.Q(('scaling__in', ['linear', 'pieces', 'batch'])), name='dish_scaling_known'),
        ),
        migrations.AddField(
            model_name='swap',
            name='food',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='swapped_in', to='foods.food'),
        ),
        migrations.AddField(
            model_name='swap',
            name='ingredient',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='swaps', to='foods.ingredient'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.UniqueConstraint(fields=('ingredient', 'position'), name='swap_position_once_per_ingredient'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.CheckConstraint(condition=models.Q(('grams__gt', 0), ('grams__lte', 20000)), name='swap_grams_positive'),
        ),
        migrations.AddConstraint(
            model_name='swap',
            constraint=models.CheckConstraint(condition=models.Q(('for_whom__in', ['dairy-free', 'gluten-free', 'nut-free', 'egg-free', 'soy-free', 'fish-free', 'vegan', 'lower-sodium', 'lower-potassium'])), name='swap_for_whom_known'),
        ),
    ]

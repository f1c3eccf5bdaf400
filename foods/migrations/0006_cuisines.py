from django.db import migrations, models

CUISINES = (
    'african', 'british', 'east asian', 'eastern european', 'latin american', 'mediterranean', 'middle eastern',
    'north american', 'northern european', 'south asian', 'any',
)
#: What stood there when anybody could write anything.
BEFORE = {
    'american': 'north american', 'mexican': 'latin american', 'nordic': 'northern european',
    'swiss': 'northern european', 'west african': 'african', 'north african': 'african',
    'greek': 'mediterranean', 'italian': 'mediterranean', 'portuguese': 'mediterranean', 'spanish': 'mediterranean',
    'french': 'mediterranean', 'jewish': 'eastern european', 'indian': 'south asian', 'japanese': 'east asian',
    'chinese': 'east asian', 'korean': 'east asian',
}


def one_of_the_vocabulary(apps, schema_editor):
    """What has no place in the vocabulary becomes everybody's."""
    for name in ('Dish', 'HistoricalDish'):
        dishes = apps.get_model('foods', name).objects
        for old, new in BEFORE.items():
            dishes.filter(cuisine=old).update(cuisine=new)
        dishes.exclude(cuisine__in=CUISINES).update(cuisine='any')


class Migration(migrations.Migration):

    dependencies = [
        ('foods', '0005_how_a_dish_is_made'),
    ]

    operations = [
        migrations.RunPython(one_of_the_vocabulary, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='dish',
            name='cuisine',
            field=models.CharField(choices=[(word, word) for word in CUISINES], default='any', max_length=40),
        ),
        migrations.AlterField(
            model_name='historicaldish',
            name='cuisine',
            field=models.CharField(choices=[(word, word) for word in CUISINES], default='any', max_length=40),
        ),
        migrations.AddConstraint(
            model_name='dish',
            constraint=models.CheckConstraint(condition=models.Q(('cuisine__in', list(CUISINES))), name='dish_cuisine_known'),
        ),
    ]

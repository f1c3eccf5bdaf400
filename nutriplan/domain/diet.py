"""What does someone refuse or not tolerate? Diets, allergens and the food tags they turn into."""

"""Small programs of others' making that kaohe is measured beside."""

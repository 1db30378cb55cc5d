"""What kaohe is measured by, beside which peers. ``python3 run.py bench`` runs it all."""

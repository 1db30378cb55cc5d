"""The rule of the record, tried at random: whatever kaohe did not do is found, now and after any
number of later steps; whatever it did never is."""

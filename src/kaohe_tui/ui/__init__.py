"""Draw the app: screens, widgets and styles over the verbs of ``meeting``."""

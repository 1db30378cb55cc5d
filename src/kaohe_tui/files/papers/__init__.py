"""Papers to post, to hand out and to fill in, made from one snapshot of a result (a Dossier)."""

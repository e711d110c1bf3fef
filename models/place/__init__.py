"""The colour of a place: what references and known points tell of it, brought into a model's answer."""

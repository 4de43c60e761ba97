"""Item models: lists and tables of domain objects for Qt's views."""

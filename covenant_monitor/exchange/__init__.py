"""Tables in and out of the program: workbooks and CSV, checked before they are believed."""

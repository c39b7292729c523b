"""What is kept, and what comes out of it: the store, spreadsheets in and out, catalogues."""

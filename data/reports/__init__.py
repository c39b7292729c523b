"""What comes out of the log: figures, and the documents and workbooks that show them."""

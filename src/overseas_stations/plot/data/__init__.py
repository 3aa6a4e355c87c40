"""What the pictures show, each computed once for both libraries: no drawing here."""

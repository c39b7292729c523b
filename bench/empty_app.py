"""An app with nothing in it: what Textual itself costs."""

from textual.app import App

if __name__ == "__main__":
    App().run()

"""The pages; each file is a script that Streamlit runs when its page is shown."""

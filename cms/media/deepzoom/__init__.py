"""The curator's side of pictures for deep zoom: upload, watch, look closely."""

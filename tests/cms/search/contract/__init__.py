"""What every engine has to do alike."""

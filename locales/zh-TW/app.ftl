app-name = Plaza

"""Every face and every device: screens, commands, cameras, scanners, printers."""

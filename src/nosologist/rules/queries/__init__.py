"""What makes a provider query compliant, whoever or whatever wrote it: ids QRY."""

"""Words to rules: what people type about time, read or asked back."""

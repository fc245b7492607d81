//! sync-checked

//! sync-real

//! sync-played

//! fractal

//! orgviews

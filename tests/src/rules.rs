//! What every lesson has, and what no file may have. A rule is a function that returns its complaints, a sentence
//! each: none, if all is well.

mod chapter;
mod files;
mod lesson;

pub use chapter::{chapter, names_in_the_chapter, what_is_left_to_write};
pub use files::{
    dependencies_without_reason, leftovers, lessons_named_in_shared, machine_paths,
    members_that_are_not_tested, own_lints, own_versions, unused_dependencies,
};
pub use lesson::{FORBIDDEN, declared_parts, mounted_files, own_files, promises};

use crate::repository::{Lesson, Repository};

/// A rule for each lesson by itself.
pub type LessonRule = fn(&Lesson) -> Vec<String>;

/// A rule for the repository as a whole.
pub type RepositoryRule = fn(&Repository) -> Vec<String>;

/// Every rule for lessons.
pub const OF_LESSONS: [LessonRule; 6] =
    [own_files, promises, declared_parts, chapter, names_in_the_chapter, mounted_files];

/// Every rule for the repository.
pub const OF_REPOSITORY: [RepositoryRule; 8] = [
    lessons_named_in_shared,
    machine_paths,
    dependencies_without_reason,
    unused_dependencies,
    own_lints,
    own_versions,
    members_that_are_not_tested,
    leftovers,
];

/// What all rules for lessons have to say of one, with its name in front.
#[must_use]
pub fn complaints_of(lesson: &Lesson) -> Vec<String> {
    let complaints = OF_LESSONS.iter().flat_map(|rule| rule(lesson));
    complaints.map(|complaint| format!("{}: {complaint}", lesson.name)).collect()
}

/// Tests of `org.jmill.sync`, by its public methods only.
///
/// They stand in a room of their own, so that a place in a message that is theirs counts as the user's.
package org.jmill.syncing;

/// Asymmetric coroutines as Lua, libco and NtyCo have them.
///
/// **What this room is for.** Programs in which one coroutine resumes another and gets a value back:
/// producers, generators, hand-made schedulers.
///
/// **What is in it.** A class a program; each is an [Example][org.jmill.examples.Example].
///
/// **Who may come in.** Only the catalogue of `org.jmill.examples`.
///
/// **Rules.** Each shows what [Coro][org.jmill.Coro] or [Generator][org.jmill.Generator] can do that
/// a channel does not do better.
///
/// **Not here.** Programs with channels only (`go`, `libmill`).
package org.jmill.examples.coro;

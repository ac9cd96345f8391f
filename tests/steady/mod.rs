//! Plaza goes on: killed, without its database, on a full disk, out of open files, among slow and
//! among many readers, and over a clock that jumps. The built program runs in a process of its own
//! and is spoken to over HTTP, on this machine alone; what it acknowledged must be there afterwards.
//!
//! Each is small here, where it holds what must never happen, and as large as the environment says
//! where its figure is wanted: `scripts/measure` lists kill, writers, disk-full, restart,
//! slow-clients, log-ins, files, clock and backup-live. How long an answer takes is printed and holds
//! nothing: other tests run beside these.

mod asks;
mod backup_live;
mod clock;
mod crowd;
mod disk;
mod disk_full;
mod figures;
mod files;
mod http;
mod kill;
mod load;
mod log_ins;
mod postgres;
mod program;
mod restart;
mod slow_clients;
mod truth;
mod writers;

/// Benchmarks and perf programs.
package org.jmill.bench;

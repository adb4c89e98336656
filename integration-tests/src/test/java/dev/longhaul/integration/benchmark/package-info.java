/**
 * What things cost, measured by programs: {@link
 * dev.longhaul.integration.benchmark.StatusBenchmark} compares a call through the whole stack with
 * the same call on OkHttp alone, {@link dev.longhaul.integration.benchmark.WatchingBenchmark} the
 * ways to watch ten thousand jobs, {@link dev.longhaul.integration.benchmark.RealtimeBenchmark} the
 * ways to hear events over a WebSocket.
 */
@NullMarked
package dev.longhaul.integration.benchmark;

import org.jspecify.annotations.NullMarked;

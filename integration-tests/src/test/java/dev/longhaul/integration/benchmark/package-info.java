/**
 * What a call through the whole stack costs beyond the same call on OkHttp alone. A program, not a
 * test: {@link dev.longhaul.integration.benchmark.StatusBenchmark} runs it.
 */
@NullMarked
package dev.longhaul.integration.benchmark;

import org.jspecify.annotations.NullMarked;

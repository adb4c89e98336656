/**
 * Contract tests: what a client sends, and what it makes of each answer, held against the documents
 * in {@code openapi/}. A new client method is one more row of {@link
 * dev.longhaul.integration.contract.ContractTable}.
 */
@NullMarked
package dev.longhaul.integration.contract;

import org.jspecify.annotations.NullMarked;

/** HTTP exchanges: one attempt each, judged by what was sent and what came back. */
@NullMarked
package dev.longhaul.internal.http;

import org.jspecify.annotations.NullMarked;

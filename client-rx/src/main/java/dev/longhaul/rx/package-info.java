/** Jobs as RxJava streams. Start at {@link dev.longhaul.rx.RxJobs}. */
@NullMarked
package dev.longhaul.rx;

import org.jspecify.annotations.NullMarked;

/** Lists of services, fetched page by page. */
@NullMarked
package dev.longhaul.internal.paging;

import org.jspecify.annotations.NullMarked;

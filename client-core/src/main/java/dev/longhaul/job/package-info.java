/** Jobs: submit, watch, await, cancel, detach; and the SPI with which any service joins. */
@NullMarked
package dev.longhaul.job;

import org.jspecify.annotations.NullMarked;

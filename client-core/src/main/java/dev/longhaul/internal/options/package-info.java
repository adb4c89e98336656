/** What the options keep out of their public face and the transport needs. */
@NullMarked
package dev.longhaul.internal.options;

import org.jspecify.annotations.NullMarked;

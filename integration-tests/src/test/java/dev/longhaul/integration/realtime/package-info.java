/**
 * What is pushed over sockets that fail: nothing is missed, and nothing is asked for needlessly.
 */
@NullMarked
package dev.longhaul.integration.realtime;

import org.jspecify.annotations.NullMarked;

package dev.longhaul.realtime;

/**
 * One frame that somebody wants to be sent.
 *
 * @param text the frame
 * @param number grows with every frame, in the order of sending
 * @param expiresAt until when it may wait, in nanoseconds of the connection's own time
 * @param receipt what its sender holds
 */
record Outgoing(String text, long number, long expiresAt, SendReceipt receipt) {}

/** What happens in projects, told over a WebSocket: files, Git, processes, and Celery tasks. */
@NullMarked
package dev.longhaul.projectevents;

import org.jspecify.annotations.NullMarked;

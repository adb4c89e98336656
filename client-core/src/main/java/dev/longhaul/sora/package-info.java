/** Video jobs behind {@code /v1/videos}, as OpenAI's Sora had them and compatible servers do. */
@NullMarked
package dev.longhaul.sora;

import org.jspecify.annotations.NullMarked;

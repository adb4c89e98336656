package dev.longhaul.transfer;

import java.nio.file.Path;

/**
 * A file that was written whole.
 *
 * @param output the name of the job's output that it holds
 * @param path where it is
 * @param bytes its length
 */
public record DownloadedFile(String output, Path path, long bytes) {}

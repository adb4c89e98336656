/**
 * One scenario, written once, played on every surface of the library for every service.
 *
 * <p>A service joins by one line in {@link dev.longhaul.integration.surfaces.SurfacesMatrixTest},
 * and so does a surface.
 */
@NullMarked
package dev.longhaul.integration.surfaces;

import org.jspecify.annotations.NullMarked;

/**
 * What runs the processes of a trial: {@link chatlab.lab.engine.Engine} is the seam, {@link
 * chatlab.lab.engine.EngineKind} lists its forms. A process is known by its image or jar, its environment and its admin
 * port, nothing else.
 */
@NullMarked
package chatlab.lab.engine;

import org.jspecify.annotations.NullMarked;

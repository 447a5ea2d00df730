package chatlab.process;

import java.util.OptionalLong;

/**
 * What a control group's memory is used for, in bytes. A figure that it does not keep is empty. They need not add up: version 1 counts memory of
 * sockets apart from the rest.
 *
 * @param anonymous what programs have asked for: heap, stacks, buffers
 * @param file pages of files, of which unused ones are given back when memory gets short
 * @param kernel what the kernel keeps for the group
 * @param socket what waits in sockets
 */
public record MemoryKinds(OptionalLong anonymous, OptionalLong file, OptionalLong kernel, OptionalLong socket) {}

package greenloom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tasks as text, each below the one that spawned it. */
final class TaskTree {
    private final StringBuilder text = new StringBuilder();
    private final Map<Long, List<Tasks.Task>> children = new LinkedHashMap<>();
    private final boolean stacks;

    private TaskTree(List<Tasks.Task> tasks, boolean stacks) {
        this.stacks = stacks;
        Set<Long> alive = tasks.stream().map(Tasks.Task::id).collect(Collectors.toSet());
        for (Tasks.Task task : tasks) {
            // Whose parent has ended stands at the left.
            long parent = alive.contains(task.parentId()) ? task.parentId() : 0;
            children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(task);
        }
    }

    static String render(List<Tasks.Task> tasks, boolean stacks) {
        TaskTree tree = new TaskTree(tasks, stacks);
        tree.render(0, "");
        return tree.text.toString();
    }

    private void render(long parent, String indent) {
        for (Tasks.Task task : children.getOrDefault(parent, List.of())) {
            text.append(indent).append(task).append('\n');
            if (stacks) {
                task.stack().forEach(frame -> text.append(indent).append("    at ").append(frame).append('\n'));
            }
            render(task.id(), indent + "  ");
        }
    }
}

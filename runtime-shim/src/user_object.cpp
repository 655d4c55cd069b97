// SPDX-License-Identifier: Apache-2.0
// Reference counts of user objects, held by the program and by graphs.
#include "user_object.h"

#include "graph_state.h"
#include "handle_table.h"
#include "host_thread.h"

using namespace spn::rt;

namespace spn::rt {

void retainUserObject(const std::shared_ptr<spnUserObject> &object, unsigned count) {
  std::lock_guard lock(object->mutex);
  object->references += count;
}

void releaseUserObject(const std::shared_ptr<spnUserObject> &object, unsigned count) {
  {
    std::lock_guard lock(object->mutex);
    if (object->references < count)
      return;
    object->references -= count;
    if (object->references)
      return;
  }
  handles<spnUserObject>().remove(object.get());
  object->destroy(object->data);
}

} // namespace spn::rt

extern "C" {

spnError_t spnUserObjectCreate(spnUserObject_t *object, void *data, spnHostFn_t destroy,
                               unsigned int references, unsigned int flags) {
  return call(__func__, [&] {
    if (!object || !destroy || !references || flags != spnUserObjectNoDestructorSync)
      return spnErrorInvalidValue;
    auto made = std::make_shared<spnUserObject>();
    made->references = references;
    made->destroy = destroy;
    made->data = data;
    *object = handles<spnUserObject>().add(std::move(made));
    return spnSuccess;
  });
}

spnError_t spnUserObjectRetain(spnUserObject_t handle, unsigned int count) {
  return call(__func__, [&] {
    const auto object = handles<spnUserObject>().find(handle);
    if (!object || !count)
      return spnErrorInvalidValue;
    retainUserObject(object, count);
    return spnSuccess;
  });
}

spnError_t spnUserObjectRelease(spnUserObject_t handle, unsigned int count) {
  return call(__func__, [&] {
    const auto object = handles<spnUserObject>().find(handle);
    if (!object || !count)
      return spnErrorInvalidValue;
    releaseUserObject(object, count);
    return spnSuccess;
  });
}

spnError_t spnGraphRetainUserObject(spnGraph_t graphHandle, spnUserObject_t handle,
                                    unsigned int count, unsigned int flags) {
  return call(__func__, [&] {
    const auto graph = handles<spnGraph>().find(graphHandle);
    const auto object = handles<spnUserObject>().find(handle);
    if (!graph || !object || !count)
      return spnErrorInvalidValue;
    // Moved references were the program's, so the count stays.
    if (!(flags & spnGraphUserObjectMove))
      retainUserObject(object, count);
    graph->image->userObjects.emplace_back(object, count);
    return spnSuccess;
  });
}

spnError_t spnGraphReleaseUserObject(spnGraph_t graphHandle, spnUserObject_t handle,
                                     unsigned int count) {
  return call(__func__, [&] {
    const auto graph = handles<spnGraph>().find(graphHandle);
    if (!graph || !count)
      return spnErrorInvalidValue;
    auto &held = graph->image->userObjects;
    for (auto it = held.begin(); it != held.end(); ++it) {
      if (it->first.get() != handle || it->second < count)
        continue;
      const std::shared_ptr<spnUserObject> object = it->first;
      it->second -= count;
      if (!it->second)
        held.erase(it);
      releaseUserObject(object, count);
      return spnSuccess;
    }
    return spnErrorInvalidValue;
  });
}

} // extern "C"

answer-file-limits = { $kinds }，最大 { $size }。
answer-file-picture = 保存之前，会去除图片中的位置、时间和相机信息。
answer-file-other = 文件按原样保存，其中可能含有您的姓名或其他个人信息。
answer-file-discard = 删除此文件
answer-file-replace = 如需替换，请选择另一个文件。
answer-media-larger = 查看大图

answer-place-latitude = 纬度
answer-place-longitude = 经度
answer-place-altitude = 海拔（米）
answer-place-accuracy = 精度（米）
answer-place-hint = 请用小数表示度数，例如 39.9075 和 116.3972。南纬和西经为负数。
answer-place-more = 海拔与精度
answer-place-exactly = 保存到什么精度？
answer-place-decimals-4 = 约 10 米
answer-place-decimals-2 = 约 1 公里
answer-place-decimals-1 = 约 10 公里
answer-place-decimals-0 = 约 100 公里
answer-place-here = 使用我的位置
answer-place-wait = 设备正在获取位置……
answer-place-done = 已填入。点击下方按钮之前不会保存。
answer-place-none = 设备没有提供位置，您可以手动填写。

fault-place-incomplete = 请同时填写纬度和经度，或都留空。
fault-not-degrees = 请用小数填写纬度和经度，例如 39.9075 和 -116.3972。
fault-latitude-out-of-range = 纬度应在 -90 到 90 度之间。
fault-longitude-out-of-range = 经度应在 -180 到 180 度之间。
fault-not-metres = 请用数字填写海拔和精度（米），或留空。
fault-file-empty = 此文件是空的，请另选一个。
fault-file-too-large = 此文件超过 { $size }，请选择小一些的。
fault-file-of-other-kind = 无论名称如何，此文件不属于这里列出的类型，请另选一个。
fault-file-damaged = 此图片已损坏或不完整，请另选一张或重新拍摄。
fault-files-too-large = 您的全部文件合计将超过 { $size }。请选择小一些的，或先删除其他文件。
fault-too-many-files = 您已添加 { $n } 个文件，不能再添加，请先删除一个。

problem-too-slow-title = 耗时过长
problem-too-slow-text = 您发送的内容未能及时送达，本页内容没有保存。请返回，换用小一些的文件或更好的网络再试。
problem-no-room-title = 存储空间已满
problem-no-room-text = 网站目前无法保存任何内容，本页内容没有保存。请返回，稍后再试；需由运营者腾出空间。

moderate-file-image = 图片

edition-attachments = 另有参与者添加的文件 { $n } 个，在 files/ 文件夹中，单元格里是其路径。

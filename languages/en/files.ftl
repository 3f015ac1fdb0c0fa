answer-file-limits = { $kinds }, up to { $size }.
answer-file-picture = What a picture tells about its place, time and camera is removed before it is stored.
answer-file-other = The file is stored as it is. It may hold your name or other traces of you.
answer-file-discard = Remove this file
answer-file-replace = To replace it, choose another file.
answer-media-larger = Show the picture larger

answer-place-latitude = Latitude
answer-place-longitude = Longitude
answer-place-altitude = Altitude in metres
answer-place-accuracy = Accuracy in metres
answer-place-hint = Degrees as decimal numbers, such as 52.5163 and 13.3777. South and west are negative.
answer-place-more = Altitude and accuracy
answer-place-exactly = How exactly is it stored?
answer-place-decimals-4 = to about 10 metres
answer-place-decimals-2 = to about 1 kilometre
answer-place-decimals-1 = to about 10 kilometres
answer-place-decimals-0 = to about 100 kilometres
answer-place-here = Use my location
answer-place-wait = Your device is looking for its location …
answer-place-done = Filled in. Nothing is stored before you press a button below.
answer-place-none = Your device does not tell its location. You can type it.

fault-place-incomplete = Please give both latitude and longitude, or leave both empty.
fault-not-degrees = Please give latitude and longitude as decimal numbers, such as 52.5163 and -13.3777.
fault-latitude-out-of-range = Please give a latitude between -90 and 90 degrees.
fault-longitude-out-of-range = Please give a longitude between -180 and 180 degrees.
fault-not-metres = Please give altitude and accuracy as numbers of metres, or leave them empty.
fault-file-empty = This file is empty. Please choose another one.
fault-file-too-large = This file is larger than { $size }. Please choose a smaller one.
fault-file-of-other-kind = This is not a file of one of the kinds named here, whatever it is called. Please choose another one.
fault-file-damaged = This picture is damaged or cut short. Please choose another one, or take it anew.
fault-files-too-large = All your files together would be larger than { $size }. Please choose a smaller one, or remove another first.
fault-too-many-files = You have added { $n } files, and more are not possible. Please remove one first.

problem-too-slow-title = This took too long
problem-too-slow-text = What you sent did not arrive in time, so nothing of this page was stored. Go back and try again with a smaller file or a better connection.
problem-no-room-title = There is no room left
problem-no-room-text = The site cannot store anything at the moment, and nothing of this page was stored. Go back and try again later; the operator has to make room.

moderate-file-image = Picture

edition-attachments = { $n ->
    [one] Beside these there is { $n } file that somebody added, in the folder files/. Cells hold its path.
   *[other] Beside these there are { $n } files that people added, in the folder files/. Cells hold their paths.
}
